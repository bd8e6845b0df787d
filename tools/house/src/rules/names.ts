import type { Rule } from 'eslint';
import type * as ESTree from 'estree';

/** Names that say what a thing is made of instead of what it is for. */
const BANNED: readonly [RegExp, string][] = [
  [/^I[A-Z][a-z]/, 'drop the I: a port is named with a plural noun'],
  [/Impl$/, 'say what is special about it, e.g. PostgresRemediations'],
  [/^Base[A-Z]/, 'name the thing, or compose'],
  [/Managers?$/, 'name what it does or holds'],
  [/Helpers?$/, 'name what it does'],
];
const FAMILIAR = /^IPv[46]/;
const BANNED_FOLDERS = /\/(common|shared|utils|helpers|core)\//;
const FILE_NAME = /\/[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9-]+)*\.(ts|tsx)$/;

export const names: Rule.RuleModule = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      name: '{{name}}: {{why}}.',
      folder: 'No folder is called {{folder}}: name it for what is in it.',
      file: 'A file is named for its main export, in kebab-case.',
    },
  },
  create(context) {
    const path = context.filename.replaceAll('\\', '/').slice(context.cwd.length);
    const check = (id: ESTree.Node | null | undefined): void => {
      if (id?.type !== 'Identifier' || FAMILIAR.test(id.name)) return;
      const found = BANNED.find(([pattern]) => pattern.test(id.name));
      if (found) context.report({ node: id, messageId: 'name', data: { name: id.name, why: found[1] } });
    };
    const declaration = (node: unknown): void => check((node as { id?: ESTree.Node }).id);
    return {
      Program(node) {
        const folder = BANNED_FOLDERS.exec(path)?.[1];
        if (folder) context.report({ node, messageId: 'folder', data: { folder } });
        if (!FILE_NAME.test(path)) context.report({ node, messageId: 'file' });
      },
      ClassDeclaration: declaration,
      TSInterfaceDeclaration: declaration,
      TSTypeAliasDeclaration: declaration,
      TSEnumDeclaration: declaration,
      FunctionDeclaration: declaration,
    };
  },
};
