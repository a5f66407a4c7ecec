import "server-only";
import { redirect } from "next/navigation";
import type { UserCaller } from "@/app/_session/caller";
import { publicOrigin } from "@/app/_session/origin";
import { orNotFound } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { BackLink, PageHead } from "@/components/page";
import { getIssuingRules } from "@/lib/access-tokens/issuing-rules";
import { adminNames } from "@/lib/permissions/list";
import { listTokenPresets } from "@/lib/token-presets/list";
import { prefillOf } from "./prefill";
import { repositorySlugs } from "./repository-slugs";
import { TokenForm } from "./token-form";
import type { OpenedOwner } from "./token-owner";

/** Where a token is created: one page for all three kinds. */
export async function CreateTokenPage({
  caller,
  owner,
  resource,
  searchParams,
}: OpenedOwner & { caller: UserCaller; searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  const rules = await getIssuingRules(caller, { resource: owner.name });
  if (!rules.ok || rules.value.refusal !== null) {
    return (
      <Refusal
        title="Create access token"
        rule={(rules.ok && rules.value.refusal) || `Only admins of ${owner.label} manage its tokens.`}
        admins={await adminNames(resource)}
      />
    );
  }
  // The list says why none can be created.
  if (!owner.offered) redirect(owner.href);
  const presets = orNotFound(await listTokenPresets(caller, { workspace: owner.name.workspace }));
  return (
    <>
      <BackLink href={owner.href}>Access tokens</BackLink>
      <PageHead title="Create access token">
        For <strong>{owner.label}</strong>. What a token may do is fixed once it exists. A replacement may narrow it;
        for more, create another one.
      </PageHead>
      <TokenForm
        owner={owner}
        origin={await publicOrigin()}
        repositories={await repositorySlugs(caller, owner, resource)}
        rules={rules.value}
        presets={presets}
        prefill={prefillOf(await searchParams, presets, owner.kind)}
      />
    </>
  );
}
