import type { Metadata } from "next";
import { openWorkspace, orNotFound } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { PageHead, Stack } from "@/components/page";
import { adminNames } from "@/lib/permissions/list";
import { countTokensOverPolicy, usualWarningDays } from "@/lib/token-policies/exceeding";
import { getTokenPolicy } from "@/lib/token-policies/get";
import { endTokensAction, updatePolicyAction } from "./actions";
import { ExceedingPanel } from "./exceeding-panel";
import { PolicyForm } from "./policy-form";

type Params = { params: Promise<{ workspace: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: { absolute: `Token policy · ${workspace.slug}` } };
}

export default async function TokenPolicyPage({ params }: Params) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  const input = { workspace: workspace.slug };
  const policy = await getTokenPolicy(caller, input);
  if (!policy.ok) {
    return (
      <Refusal
        title="Token policy"
        rule={`Only admins of ${workspace.slug} set its policy.`}
        admins={await adminNames(workspace.resource)}
      />
    );
  }
  const exceeding = orNotFound(await countTokensOverPolicy(caller, input));
  return (
    <>
      <PageHead title="Token policy">
        It rules every new token of <strong>{workspace.slug}</strong>, its projects and its repositories, and every
        replacement. Tokens that exist keep what they have until somebody ends them.
      </PageHead>
      <Stack>
        <PolicyForm action={updatePolicyAction.bind(null, workspace.slug)} policy={policy.value} />
        <ExceedingPanel
          total={exceeding.total}
          toEnd={exceeding.toEnd}
          usualWarningDays={usualWarningDays}
          listHref={`/${workspace.slug}/workspace/settings/all-tokens?filter=over_policy`}
          action={endTokensAction.bind(null, workspace.slug)}
        />
      </Stack>
    </>
  );
}
