/** What a browser sees where no console was built. */
export const NO_CONSOLE_PAGE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Smart CloudOps AI</title></head><body style="font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem">
<h1>Smart CloudOps AI</h1><p>The gateway runs, but there is no console here. Build it with <code>npm run build</code> and start again with
<code>CONSOLE_DIR</code> naming the folder with its <code>index.html</code> (<code>npm start</code> does both).</p>
<p>The API works without it: <a href="/docs">reference</a>, <a href="/health">health</a>.</p></body></html>
`;
