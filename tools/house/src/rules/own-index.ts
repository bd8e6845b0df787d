import type { Rule } from 'eslint';
import { basename, dirname, join } from 'node:path';
import { importVisitor } from '../import-visitor.ts';

/** A lib is entered through its index.ts alone, and never from inside itself. */
export const ownIndex: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      deep: 'Import {{name}} through its index.ts: what that does not export is private.',
      inside: 'A lib does not import its own index.ts: name the file.',
    },
  },
  create(context) {
    const file = context.filename.replaceAll('\\', '/');
    const inLib = /\/libs\//.test(file) && basename(file) !== 'index.ts';
    return importVisitor((source, node) => {
      const deep = /^(@cloudops\/[^/]+)\//.exec(source);
      if (deep) context.report({ node, messageId: 'deep', data: { name: deep[1] ?? source } });
      const isOwnIndex = /\/src\/index\.ts$/.test(join(dirname(file), source).replaceAll('\\', '/'));
      if (inLib && source.startsWith('.') && isOwnIndex) context.report({ node, messageId: 'inside' });
    });
  },
};
