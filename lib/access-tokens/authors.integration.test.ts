import { expect, test } from "vitest";
import { makeAccessToken, makeMember, makeProject, makeUser, makeWorkspace } from "@/test-support/factories";
import { authorsByEmail } from "./authors";
import { botEmail } from "./bot";

test("addresses of commits lead to the tokens and members of the workspace, and to nobody else", async () => {
  const workspace = await makeWorkspace();
  const token = await makeAccessToken(await makeProject(workspace), ["repository"]);
  const strangeToken = await makeAccessToken(await makeWorkspace(), ["repository"]);
  const member = await makeUser({ email: "Ada.Member@example.com" });
  await makeMember(workspace, member);
  const stranger = await makeUser();

  const bot = botEmail(token.botId, "git.example.com:3000");
  const renamed = botEmail(token.botId, "old.example.com");
  const authors = await authorsByEmail(workspace.id, [
    bot,
    renamed,
    botEmail(strangeToken.botId, "git.example.com"),
    "ada.member@EXAMPLE.com",
    stranger.email,
    "",
    "not an address",
  ]);
  expect(bot).toBe(`${token.botId}@bots.git.example.com`);
  expect([...authors.keys()].sort()).toEqual([bot, renamed, "ada.member@EXAMPLE.com"].sort());
  expect(authors.get(bot)).toMatchObject({
    kind: "access_token",
    id: token.id,
    name: token.name,
    tokenKind: "project",
    active: true,
  });
  expect(authors.get("ada.member@EXAMPLE.com")).toMatchObject({ kind: "user", id: member.id, name: member.name });
});
