import type { OpenApiDocument, Operation } from './openapi-document.ts';

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2rem; text-transform: capitalize; }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; } summary code { font-weight: 600; }
.role { float: right; opacity: .75; font-size: .85em; }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; padding: .2rem .6rem .2rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
pre { background: var(--soft); padding: .6rem; overflow: auto; max-height: 24rem; border-radius: 4px; }
`;

const text = (s: unknown): string =>
  String(s).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const json = (value: unknown): string => `<pre>${text(JSON.stringify(value, null, 2))}</pre>`;

/** The document as one page that reads without scripts or other hosts. */
export function referencePage({ info, paths, components }: OpenApiDocument): string {
  const all = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, o]) => ({ path, method, o })));
  const tags = [...new Set(all.flatMap(({ o }) => o.tags))].sort();
  const sections = tags.map((tag) => {
    const entries = all.filter(({ o }) => o.tags.includes(tag)).map(({ path, method, o }) => entry(path, method, o));
    return `<h2 id="${text(tag)}">${text(tag)}</h2>${entries.join('')}`;
  });
  const schemas = Object.entries(components.schemas).map(
    ([name, schema]) => `<details id="${text(name)}"><summary><code>${text(name)}</code></summary>${json(schema)}</details>`,
  );
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>${text(info.title)} API</title><style>${STYLE}</style></head><body>
<h1>${text(info.title)} API <small>${text(info.version)}</small></h1><p>${text(info.description)}</p>
<p>Send an API key as <code>Authorization: Bearer KEY</code> or <code>X-API-Key: KEY</code>. The same as a document: <a href="/openapi.json">/openapi.json</a>.</p>
${sections.join('\n')}<h2 id="schemas">Schemas</h2>${schemas.join('\n')}</body></html>`;
}

function entry(path: string, method: string, o: Operation): string {
  const rows = o.parameters.map(
    (p) =>
      `<tr><td><code>${text(p.name)}</code></td><td>${text(p.in)}${p.required === true ? ', required' : ''}</td><td><code>${text(JSON.stringify(p.schema))}</code></td></tr>`,
  );
  const answers = Object.entries(o.responses).map(([status, r]) => `<tr><td>${status}</td><td>${text(r.description)}</td></tr>`);
  return `<details id="${text(o.operationId)}"><summary><code>${method.toUpperCase()} ${text(path)}</code> ${text(o.summary)}<span class="role">${text(o['x-role'])}</span></summary>
${rows.length > 0 ? `<h3>Parameters</h3><table>${rows.join('')}</table>` : ''}
${o.requestBody === undefined ? '' : `<h3>Body</h3>${json(o.requestBody.content)}`}
<h3>Answers</h3><table>${answers.join('')}</table>${json(o.responses[200]?.content)}</details>`;
}
