import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { Markdown } from "./markdown";

const place = { repository: { workspace: "acme", repository: "api" }, ref: "feature/x", folder: "docs" };
const render = (source: string) => renderToStaticMarkup(<Markdown source={source} place={place} />);

test.each([
  ["a script", "<script>alert(1)</script>after"],
  ["a script in a picture", "<svg><script>alert(1)</script></svg>"],
  ["a handler", '<img src="x.png" onerror="alert(1)">'],
  ["a handler in capitals", "<IMG SRC=x.png OnErRoR=alert(1)>"],
  ["a javascript link", "[click](javascript:alert(1))"],
  ["an encoded javascript link", '<a href="jav&#x09;ascript:alert(1)">click</a>'],
  ["a javascript link in capitals", "[click](JaVaScRiPt:alert(1))"],
  ["a data link", '<a href="data:text/html,<script>alert(1)</script>">click</a>'],
  ["a vbscript link", "[click](vbscript:msgbox(1))"],
  ["a frame", '<iframe srcdoc="<script>alert(1)</script>"></iframe>'],
  ["an object", '<object data="x.swf"></object><embed src="x.swf">'],
  ["a form", '<form action="https://evil.example"><input name="password"><button>Go</button></form>'],
  [
    "a style sheet",
    '<style>@import "https://evil.example/x.css"</style><link rel="stylesheet" href="https://evil.example">',
  ],
  ["a style", '<p style="background:url(https://evil.example/x.png)">text</p>'],
  ["a base", '<base href="https://evil.example/">'],
  ["a refresh", '<meta http-equiv="refresh" content="0;url=https://evil.example">'],
  [
    "a math namespace",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table></mtext></math>",
  ],
  ["a noscript", '<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript>'],
  ["an autolink", "<javascript:alert(1)>"],
  ["a remote image", "![logo](https://evil.example/pixel.png)"],
  ["a remote image without a scheme", '<img src="//evil.example/pixel.png">'],
  ["a remote picture", '<picture><source srcset="https://evil.example/pixel.png"><img src="a.png"></picture>'],
])("%s reaches nobody", (_, source) => {
  const html = render(source);
  expect(html).not.toMatch(
    /<(script|iframe|object|embed|form|button|style|link|base|meta|svg|math|noscript|source)\b/i,
  );
  const attributeNames = html.replace(/="[^"]*"/g, "=");
  expect(attributeNames).not.toMatch(/<[^>]*\s(on[a-z]+|style)\s*=/i);
  expect(html).not.toMatch(/(href|src)="\s*(javascript|vbscript|data):/i);
  expect(html).not.toMatch(/src(set)?="(https?:)?\/\//i);
  expect(html).not.toMatch(/type="(?!checkbox)/);
});

test("headings begin at the second level and can be linked to", () => {
  const html = render("# Title\n\n## Run it\n\n## Run it\n\n[there](#run-it)");
  expect(html).toContain('<h2 class="level-1" id="user-content-title">Title</h2>');
  expect(html).toContain('<h3 class="level-2" id="user-content-run-it">');
  expect(html).toContain('id="user-content-run-it-1"');
  expect(html).toContain('href="#user-content-run-it"');
});

test("ids can’t take the place of the page’s own", () => {
  expect(render('<div id="main">x</div>')).toContain('id="user-content-main"');
});

test("links and images of the repository lead to it, at the same ref", () => {
  expect(render("[a](guide.md#top)")).toContain('href="/acme/api/src/feature/x/docs/guide.md#user-content-top"');
  expect(render("[a](../src/)")).toContain('href="/acme/api/src/feature/x/src"');
  expect(render("[a](/LICENSE)")).toContain('href="/acme/api/src/feature/x/LICENSE"');
  expect(render("![a](a%20b.png)")).toContain('src="/acme/api/raw/feature/x/docs/a%20b.png"');
  expect(render("[a](../../../../etc/passwd)")).not.toContain("href");
});

test("images from elsewhere become links, once", () => {
  expect(render("![build](https://ci.example/badge.svg)")).toContain(
    '<a href="https://ci.example/badge.svg" rel="nofollow noreferrer">build</a>',
  );
  expect(render("[![build](https://ci.example/badge.svg)](https://ci.example)")).toContain(
    '<a href="https://ci.example" rel="nofollow noreferrer"><span>build</span></a>',
  );
});

test("an image without a text alternative is named after its file", () => {
  expect(render("![](images/flow.png)")).toContain('alt="flow.png"');
});

test("tables, task lists, footnotes and coloured code", () => {
  const html = render("|a|\n|-|\n|b|\n\n- [x] done\n\nText[^1]\n\n[^1]: Note\n\n```ts\nconst a = 1;\n```");
  expect(html).toContain("<td>b</td>");
  expect(html).toMatch(/<input[^>]*aria-label="Done"/);
  expect(html).toContain('href="#user-content-fn-1"');
  expect(html).toContain('id="user-content-fn-1"');
  expect(html).toContain('<span class="hljs-keyword">const</span>');
  expect(html).toContain('<pre tabindex="0">');
});
