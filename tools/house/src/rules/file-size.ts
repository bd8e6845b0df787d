import type { Rule } from 'eslint';

const MAX_LINES = 250;
const MAX_DEPENDENCIES = 4;
const MAX_MAIN_LINES = 25;
const MAIN = /\/apps\/[^/]+\/src\/main\.ts$/;

/** Over 250 lines a file says at its top why it is long; a class with more than four dependencies is two classes. */
export const fileSize: Rule.RuleModule = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      long: '{{lines}} lines: split it, or start it with a comment "Long because ...".',
      main: '{{lines}} lines: main.ts parses the environment and starts; at most 25.',
      dependencies: '{{count}} constructor dependencies: more than four means two classes.',
    },
  },
  create(context) {
    return {
      Program(node) {
        const lines = context.sourceCode.lines.length;
        const reasoned = /^\W*Long because /.test(context.sourceCode.getAllComments()[0]?.value ?? '');
        const main = MAIN.test(context.filename.replaceAll('\\', '/'));
        if (main && lines > MAX_MAIN_LINES + 1) context.report({ node, messageId: 'main', data: { lines: String(lines) } });
        if (lines > MAX_LINES && !reasoned) context.report({ node, messageId: 'long', data: { lines: String(lines) } });
      },
      'MethodDefinition[kind="constructor"]'(node: Rule.Node) {
        const count = node.type === 'MethodDefinition' ? node.value.params.length : 0;
        if (count > MAX_DEPENDENCIES) context.report({ node, messageId: 'dependencies', data: { count: String(count) } });
      },
    };
  },
};
