/** A small history, for `git fast-import`: what the demo's second repository holds. */
export function demoHistory(now: Date): string {
  const stream = new HistoryStream();
  for (const [index, commit] of commits.entries()) {
    const daysAgo = (commits.length - index) * 2;
    stream.commit(commit, new Date(now.getTime() - daysAgo * 86_400_000 - index * 1_260_000));
  }
  stream.tag("v1.0.0", "First release", "main", new Date(now.getTime() - 86_400_000));
  return stream.text;
}

type Commit = {
  branch: string;
  /** Where a new branch starts. */
  from?: string;
  author: { name: string; email: string };
  message: string;
  files: Record<string, string>;
};

class HistoryStream {
  text = "";
  private last: Commit["author"] | undefined;

  commit({ branch, from, author, message, files }: Commit, at: Date): void {
    this.last = author;
    this.text += `commit refs/heads/${branch}\n`;
    this.text += `author ${signature(author, at)}\ncommitter ${signature(author, at)}\n${data(`${message}\n`)}`;
    if (from) this.text += `from refs/heads/${from}\n`;
    for (const [name, content] of Object.entries(files)) this.text += `M 100644 inline ${name}\n${data(content)}`;
    this.text += "\n";
  }

  tag(name: string, message: string, branch: string, at: Date): void {
    if (!this.last) throw new Error("There is nothing to tag yet.");
    this.text += `tag ${name}\nfrom refs/heads/${branch}\ntagger ${signature(this.last, at)}\n${data(`${message}\n`)}`;
  }
}

function signature({ name, email }: Commit["author"], at: Date): string {
  return `${name} <${email}> ${Math.floor(at.getTime() / 1000)} +0000`;
}

function data(text: string): string {
  return `data ${Buffer.byteLength(text)}\n${text}\n`;
}

const mara = { name: "Mara Lindqvist", email: "mara@acme.example" };
const tomas = { name: "Tomás Rivera", email: "tomas@acme.example" };

const readme = `# api

Orders, customers and invoices behind the shop.

## Run it

\`\`\`sh
npm start
curl http://127.0.0.1:8080/orders/1001
\`\`\`

## How it is laid out

| Folder | What |
| --- | --- |
| \`src/\` | the listener and what it answers |
| \`test/\` | what is guaranteed |

- Amounts are whole cents, never fractions.
- An order is never changed once it is invoiced.
`;

const server = `import { createServer } from "node:http";
import { findOrder } from "./orders.mjs";

createServer((request, response) => {
  const id = /^\\/orders\\/(\\d+)$/.exec(request.url ?? "")?.[1];
  const order = id ? findOrder(Number(id)) : null;
  response.writeHead(order ? 200 : 404, { "content-type": "application/json" });
  response.end(JSON.stringify(order ?? { error: "There is no such order." }));
}).listen(8080, "127.0.0.1");
`;

const orders = `const orders = new Map([
  [1001, { id: 1001, customer: "Nordwind", cents: 12900 }],
  [1002, { id: 1002, customer: "Halden & Co", cents: 4450 }],
]);

export function findOrder(id) {
  return orders.get(id) ?? null;
}
`;

const invoices = `/** An order as an invoice, with the tax shown apart. */
export function invoiceOf(order, taxPercent = 25) {
  const tax = Math.round((order.cents * taxPercent) / (100 + taxPercent));
  return { ...order, net: order.cents - tax, tax };
}
`;

const invoiceTest = `import assert from "node:assert/strict";
import { test } from "node:test";
import { invoiceOf } from "../src/invoices.mjs";

test("net and tax add up to what was paid", () => {
  const { net, tax, cents } = invoiceOf({ id: 1, customer: "Nordwind", cents: 12900 });
  assert.equal(net + tax, cents);
});
`;

const refunds = `/** What goes back to the customer: never more than was paid. */
export function refundOf(order, cents) {
  return { order: order.id, cents: Math.min(cents, order.cents) };
}
`;

const commits: Commit[] = [
  {
    branch: "main",
    author: mara,
    message: "Answer for an order",
    files: {
      "README.md": "# api\n\nOrders, customers and invoices behind the shop.\n",
      "package.json": `${JSON.stringify({ name: "api", type: "module", scripts: { start: "node src/server.mjs" } }, null, 2)}\n`,
      "src/server.mjs": server,
      "src/orders.mjs": orders,
    },
  },
  {
    branch: "main",
    author: tomas,
    message: "Show the tax of an invoice apart",
    files: { "src/invoices.mjs": invoices },
  },
  {
    branch: "main",
    author: tomas,
    message: "Hold that net and tax add up\n\nRounding lost a cent on one order in twenty.",
    files: { "test/invoices.test.mjs": invoiceTest },
  },
  { branch: "main", author: mara, message: "Say how to run it and how it is laid out", files: { "README.md": readme } },
  {
    branch: "refunds",
    from: "main",
    author: tomas,
    message: "Start on refunds",
    files: { "src/refunds.mjs": refunds },
  },
];
