import { describe, expect, test } from "vitest";
import { json, text } from "./answer";
import { tagged } from "./entity-tag";

const asked = { origin: "https://host", path: "/2.0/x", search: "a=1", known: "" };

function request({ known, ...rest }: typeof asked) {
  return { ...rest, header: (name: string) => (name === "if-none-match" ? known : "") };
}

async function tagOf(version: string | null, changed: Partial<typeof asked> = {}, value: unknown = { a: 1, b: 2 }) {
  const { headers } = await tagged(request({ ...asked, ...changed }), version, () => json(value));
  return headers?.etag ?? "";
}

describe("a tag", () => {
  test("is of the JSON as it is sent, or of the version at the address", async () => {
    expect(await tagOf(null)).toBe(await tagOf(null, { path: "/2.0/y" }));
    expect(await tagOf(null)).not.toBe(await tagOf(null, {}, { a: 2, b: 2 }));
    expect(await tagOf(null)).not.toBe(await tagOf(null, { search: "fields=a" }));
    expect(await tagOf("one")).toBe(await tagOf("one", {}, { a: 2 }));
    const others = [
      tagOf("two"),
      tagOf("one", { path: "/y" }),
      tagOf("one", { search: "" }),
      tagOf("one", { origin: "" }),
    ];
    expect(await Promise.all(others)).not.toContain(await tagOf("one"));
  });

  test("is of what was found alone: failures and what is no JSON have none", async () => {
    for (const answer of [json({}, 404), text("hello")]) {
      expect(await tagged(request(asked), null, () => answer)).toBe(answer);
    }
    const failed = await tagged(request(asked), "one", () => text("gone", 404));
    expect([failed.status, failed.headers]).toEqual([404, undefined]);
  });
});

describe("what the client has already", () => {
  test.each([
    (tag: string) => tag,
    (tag: string) => tag.replace("W/", ""),
    (tag: string) => `"other", ${tag}`,
    () => "*",
  ])("isn't sent again, and by its version not even made (%#)", async (send) => {
    for (const version of ["one", null]) {
      const known = send(await tagOf(version));
      let made = 0;
      const answer = await tagged(request({ ...asked, known }), version, () => {
        made += 1;
        return json({ a: 1, b: 2 });
      });
      expect(answer).toMatchObject({
        status: 304,
        contentType: null,
        body: "",
        headers: { etag: await tagOf(version) },
      });
      expect(made).toBe(version === null ? 1 : 0);
    }
  });

  test.each(["", '"other"', "W/", "no tag at all", '"'])("is not what %j names", async (known) => {
    for (const version of ["one", null]) {
      expect((await tagged(request({ ...asked, known }), version, () => json({}))).status).toBe(200);
    }
  });
});
