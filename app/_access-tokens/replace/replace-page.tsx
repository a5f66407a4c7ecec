import "server-only";
import { notFound, redirect } from "next/navigation";
import type { UserCaller } from "@/app/_session/caller";
import { publicOrigin } from "@/app/_session/origin";
import { orNotFound } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { BackLink, PageHead } from "@/components/page";
import { getAccessToken } from "@/lib/access-tokens/get";
import { getIssuingRules } from "@/lib/access-tokens/issuing-rules";
import { lifetimeDays } from "@/lib/access-tokens/narrowing";
import { adminNames } from "@/lib/permissions/list";
import { getTokenUsage } from "@/lib/token-usage/get";
import { toRecentUse } from "../recent-use";
import { repositorySlugs } from "../repository-slugs";
import { toTokenItem } from "../token-item";
import type { OpenedOwner } from "../token-owner";
import { ReplaceForm } from "./replace-form";
import { replacementDraft } from "./replacement-draft";

type Props = OpenedOwner & {
  caller: UserCaller;
  id: string;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** Where a token gets a new secret: one page for all three kinds. `?used=30` or `90` keeps only the scopes it needed. */
export async function ReplacePage({ caller, owner, resource, id, searchParams }: Props) {
  const found = await getAccessToken(caller, { resource: owner.name, id });
  if (!found.ok && found.error.code !== "insufficient_scope") notFound();
  const rules = await getIssuingRules(caller, { resource: owner.name });
  if (!found.ok || !rules.ok || rules.value.refusal !== null) {
    return (
      <Refusal
        title="Replace access token"
        rule={(rules.ok && rules.value.refusal) || `Only admins of ${owner.label} manage its tokens.`}
        admins={await adminNames(resource)}
      />
    );
  }
  const { token, secrets, latestEnd } = found.value;
  const href = `${owner.href}/${token.id}`;
  // The token's own page says why it can't be replaced just now.
  if (!owner.offered || token.state === "revoked" || secrets.some(({ old }) => old)) redirect(href);
  const usage = orNotFound(await getTokenUsage(caller, { resource: owner.name, id }));
  const within = (await searchParams).used;
  const used = within === "30" ? usage.usedScopes30 : within === "90" ? usage.usedScopes90 : null;
  const days = lifetimeDays({ since: token.replacedAt ?? token.createdAt, expiresAt: token.expiresAt });
  const bound = latestEnd === null || days === null ? null : { latest: latestEnd, days };
  return (
    <>
      <BackLink href={href}>{token.name}</BackLink>
      <PageHead title={`Replace ${token.name}`}>
        A new secret for the same token: its name, identity and history stay. It may hold less than before, never more.
      </PageHead>
      <ReplaceForm
        token={toTokenItem(token)}
        owner={owner}
        origin={await publicOrigin()}
        repositories={await repositorySlugs(caller, owner, resource)}
        rules={rules.value}
        bound={bound}
        newestSecretId={secrets[0]?.id ?? null}
        use={toRecentUse(usage)}
        draft={replacementDraft(token, bound, used)}
        usedWithin={used && used.length > 0 ? (within === "30" ? 30 : 90) : null}
        suggestedRanges={usage.suggestedRanges}
      />
    </>
  );
}
