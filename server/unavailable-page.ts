/** Shown while the web process is away. It stands alone: nothing else of the pages can be had then. */
export const unavailablePage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="refresh" content="5">
<title>One moment · Latchkey</title>
<style>
:root{color-scheme:light dark;--canvas:light-dark(oklch(0.975 0.003 85),oklch(0.158 0.004 85));--text:light-dark(oklch(0.222 0.006 85),oklch(0.955 0.004 85));--muted:light-dark(oklch(0.5 0.009 85),oklch(0.735 0.008 85));--line:light-dark(oklch(0.868 0.006 85),oklch(0.39 0.009 85));--raised:light-dark(oklch(1 0 0),oklch(0.222 0.006 85));--brass-bg:light-dark(oklch(0.98 0.018 80),oklch(0.26 0.036 80));--brass-line:light-dark(oklch(0.91 0.07 80),oklch(0.4 0.072 80));--brass:light-dark(oklch(0.48 0.09 80),oklch(0.85 0.105 80));--focus:light-dark(oklch(0.52 0.08 215),oklch(0.73 0.078 215))}
*{box-sizing:border-box;margin:0}
body{min-height:100dvh;display:grid;grid-template-rows:1fr auto;justify-items:center;padding:3rem 1rem 1.5rem;background:var(--canvas);color:var(--text);font:400 .875rem/1.25rem system-ui,sans-serif}
main{width:100%;max-width:28rem;align-self:center;display:grid;gap:1rem}
h1{font-size:1.5rem;line-height:2rem;font-weight:600;letter-spacing:-.012em;text-wrap:balance}
p{color:var(--muted);max-width:56ch;text-wrap:pretty}h1+p{margin-top:.375rem}
.icon{display:inline-grid;place-items:center;width:2.75rem;height:2.75rem;border-radius:10px;background:var(--brass-bg);border:1px solid var(--brass-line);color:var(--brass)}
a{justify-self:start;padding:.375rem .75rem;border:1px solid var(--line);border-radius:6px;background:var(--raised);color:inherit;font-weight:500;text-decoration:none}
a:focus-visible{outline:2px solid var(--focus);outline-offset:2px}
footer{color:var(--muted);font-size:.8125rem;line-height:1.125rem;text-align:center;max-width:44ch;text-wrap:balance}
@media(max-width:640px){a{padding:.625rem .75rem}}
</style>
</head>
<body>
<main>
<span class="icon" aria-hidden="true"><svg width="22" height="22" viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"><path d="M13.5 8a5.5 5.5 0 0 1-9.6 3.6M2.5 8a5.5 5.5 0 0 1 9.6-3.6M12.25 1.9v2.75H9.5M3.75 14.1v-2.75H6.5"/></svg></span>
<div><h1>The pages are starting</h1><p>Latchkey’s pages can’t be shown right now. Git and the API go on working, and nothing is lost.</p></div>
<p role="status">Trying again every 5 seconds</p>
<a href="">Try now</a>
</main>
<footer>If you run this server: the log says what keeps the pages away.</footer>
</body>
</html>
`;
