import type { Metadata } from "next";
import { openWorkspace, orNotFound } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { PageHead, Stack } from "@/components/page";
import { can } from "@/lib/authorization/can";
import { adminNames } from "@/lib/permissions/list";
import { listTokenPresets } from "@/lib/token-presets/list";
import { PresetForm } from "./preset-form";
import { PresetList } from "./preset-list";

type Params = { params: Promise<{ workspace: string }> };

export async function generateMetadata({ params }: Params): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: { absolute: `Token presets · ${workspace.slug}` } };
}

export default async function TokenPresetsPage({ params }: Params) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  if (!can(caller.principal, "workspace:admin", workspace.resource)) {
    return (
      <Refusal
        title="Token presets"
        rule={`Only admins of ${workspace.slug} prepare its presets.`}
        admins={await adminNames(workspace.resource)}
      />
    );
  }
  const presets = orNotFound(await listTokenPresets(caller, { workspace: workspace.slug }));
  return (
    <>
      <PageHead title="Token presets">
        Whoever creates a token in <strong>{workspace.slug}</strong> can fill in the form with one. A link to that form
        can name one too: <code>…/access-tokens/create?preset=release-bot</code>. Nothing is issued by a preset.
      </PageHead>
      <Stack>
        <PresetList
          title={`Of ${workspace.slug}`}
          workspace={workspace.slug}
          presets={presets.filter(({ builtIn }) => !builtIn)}
        />
        <PresetList title="Built in" workspace={workspace.slug} presets={presets.filter(({ builtIn }) => builtIn)} />
        <PresetForm workspace={workspace.slug} />
      </Stack>
    </>
  );
}
