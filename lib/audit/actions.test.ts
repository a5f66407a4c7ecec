import { describe, expect, it } from "vitest";
import { type AuditAction, actionsIn, auditActions, auditGroups, groupOf, sentenceOf } from "./actions";
import { Told } from "./told";

const actions = Object.keys(auditActions) as AuditAction[];
const ada = "018f0000-0000-7000-8000-000000000001";

function says(action: AuditAction, details: Record<string, unknown> = {}): string {
  return sentenceOf(action, new Told(details, new Map([[ada, "Ada"]])));
}

describe("the words of the log", () => {
  it.each<[AuditAction, Record<string, unknown>, string]>([
    [
      "access_token.issued",
      {
        name: "ci",
        scopes: ["repository", "webhook"],
        expires_at: "2027-03-03T14:05:09.000Z",
        addresses: ["10.0.0.0/8"],
        address_mode: "enforce",
        refs: ["release/*"],
      },
      "Issued the token ci with repository, webhook. It expires 2027-03-03 14:05 UTC. Only from 10.0.0.0/8. Pushes only to release/*.",
    ],
    [
      "access_token.replaced",
      { name: "ci", scopes: ["repository"], expires_at: null, overlap_minutes: 0 },
      "Replaced the token ci: repository. It never expires. The old secret ended at once.",
    ],
    [
      "access_token.replaced",
      { name: "ci", scopes: ["repository"], overlap_minutes: 30, addresses: ["::1"], address_mode: "watch" },
      "Replaced the token ci: repository. It never expires. Watches for addresses outside ::1. The old secret lives on for 30 minutes.",
    ],
    [
      "access_token.replaced",
      { name: "ci", scopes: ["repository"], overlap_minutes: 7 * 24 * 60 },
      "Replaced the token ci: repository. It never expires. The old secret lives on for 7 days.",
    ],
    [
      "access_token.old_secret_used",
      { name: "ci", reason: "replaced" },
      "Somebody used a secret of ci again after it was replaced.",
    ],
    [
      "access_token.refused",
      { name: "ci", operation: "git-receive-pack", outcome: "insufficient_scope", scope: "repository:write" },
      "Refused ci: Push. Needs repository:write.",
    ],
    ["access_token.refused", { name: "ci", operation: "git-upload-pack", outcome: "new" }, "Refused ci: Fetch."],
    ["membership.added", { user_id: ada, role: "admin", by_invitation: true }, "Joined as an admin, by invitation."],
    ["membership.added", { user_id: ada, role: "member" }, "Added Ada as a member."],
    ["membership.changed", { user_id: ada, role: "member" }, "Made Ada a member."],
    ["membership.removed", { user_id: "gone" }, "Removed a person whose account is gone from the workspace."],
    ["repository.deleted", { slug: "api", ended_tokens: 1 }, "Deleted the repository api. 1 token ended with it."],
    ["repository.deleted", { slug: "api", ended_tokens: 0 }, "Deleted the repository api."],
    ["token_policy.updated", {}, "Saved the token policy as it was."],
  ])("%s %j", (action, details, sentence) => {
    expect(says(action, details)).toBe(sentence);
  });

  it.each(actions)("%s is said also where every detail is missing or odd", (action) => {
    for (const details of [{}, { name: 7, scopes: "x", expires_at: 5, user_id: [], overlap_minutes: "a" }]) {
      expect(says(action, details)).toMatch(/^\p{Lu}.*\.$/u);
    }
  });
});

describe("the groups of the log", () => {
  it("hold each action once", () => {
    const grouped = (Object.keys(auditGroups) as (keyof typeof auditGroups)[]).flatMap(actionsIn);
    expect(grouped.sort()).toEqual([...actions].sort());
  });

  it("take in an action of a later version, which says its own name", () => {
    expect(groupOf("moon.landed")).toBe("settings");
    expect(sentenceOf("constructor", new Told({}))).toBe("constructor");
  });
});
