import { Download } from "lucide-react";
import type { Metadata } from "next";
import { listHref, parseShown, type Shown } from "@/app/_access-tokens/list-address";
import { filterLabels } from "@/app/_access-tokens/list-choices";
import { NothingFound } from "@/app/_access-tokens/nothing-found";
import { openWorkspace } from "@/app/_shell/open";
import { Refusal } from "@/app/_shell/refusal";
import { workspacePage } from "@/app/_shell/resource-bars";
import { PageHead } from "@/components/page";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { Icon } from "@/components/ui/icon";
import { Pagination } from "@/components/ui/pagination";
import { Panel, PanelFoot } from "@/components/ui/panel";
import { LinkTabs } from "@/components/ui/tabs";
import { listWorkspaceTokens } from "@/lib/access-tokens/list-all";
import { tokenFilters, tokensPerPage } from "@/lib/access-tokens/list-input";
import { adminNames } from "@/lib/permissions/list";
import { usageSparklines } from "@/lib/token-usage/sparklines";
import { OverviewFields } from "./overview-fields";
import { OverviewTable } from "./overview-table";
import { toOverviewToken } from "./overview-token";

type Props = {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace } = await openWorkspace((await params).workspace);
  return { title: { absolute: `All tokens · ${workspace.slug}` } };
}

export default async function AllTokensPage({ params, searchParams }: Props) {
  const { caller, workspace } = await openWorkspace((await params).workspace);
  const shown = parseShown(await searchParams);
  const listed = await listWorkspaceTokens(caller, { workspace: workspace.slug, ...shown });
  if (!listed.ok) {
    return (
      <Refusal
        title="All tokens"
        rule={`Only admins of ${workspace.slug} see all of its tokens.`}
        admins={await adminNames(workspace.resource)}
      />
    );
  }
  const { tokens, counts, filters, matching, page, pageCount } = listed.value;
  const ids = tokens.map(({ id }) => id);
  const lines = await usageSparklines(workspace.id, shown.state === "active" ? ids : []);
  const base = `${workspacePage(workspace)}/workspace/settings/all-tokens`;
  const href = (change: Partial<Shown>) => listHref(base, { ...shown, page: 1, ...change });
  const any = counts.active + counts.inactive > 0;
  return (
    <>
      <PageHead
        title="All tokens"
        actions={
          any ? (
            <ButtonLink href={listHref(`${base}/export`, { ...shown, page: 1 })} prefetch={false} download>
              <Icon icon={Download} />
              Export CSV
            </ButtonLink>
          ) : null
        }
      >
        Every access token of <strong>{workspace.slug}</strong>, its projects and its repositories.
      </PageHead>
      {any ? (
        <>
          <div className="mb-3 flex flex-wrap items-center justify-between gap-3">
            <LinkTabs
              label="Tokens by state"
              tabs={(["active", "inactive"] as const).map((state) => ({
                href: href({ state, filter: undefined, sort: undefined, search: "" }),
                label: state === "active" ? "Active" : "Inactive",
                count: counts[state],
                current: state === shown.state,
              }))}
            />
            <div className="flex flex-[0_1_30rem] flex-wrap justify-end gap-2 max-phone:flex-[1_1_100%]">
              <OverviewFields shown={shown} base={base} filters={filters} />
            </div>
          </div>
          {shown.state === "active" ? (
            <div className="mb-3 max-phone:hidden">
              <LinkTabs
                label="Filters"
                tabs={tokenFilters.map((filter) => ({
                  href: href({ filter: filter === shown.filter ? undefined : filter }),
                  label: filterLabels[filter],
                  count: filters[filter],
                  current: filter === shown.filter,
                }))}
              />
            </div>
          ) : null}
        </>
      ) : null}
      <Panel>
        {tokens.length > 0 ? (
          <OverviewTable
            key={JSON.stringify(shown)}
            workspace={workspace.slug}
            shown={shown}
            tokens={tokens.map(toOverviewToken)}
            lines={Object.fromEntries(lines)}
            matching={matching}
          />
        ) : any ? (
          <NothingFound shown={shown} clearHref={href({ search: "", filter: undefined })} />
        ) : (
          <EmptyState title="No access tokens yet">
            They are created on the settings pages of a repository, a project or the workspace, and all of them show
            here.
          </EmptyState>
        )}
        {tokens.length > 0 ? (
          <PanelFoot className="flex-wrap">
            <span className="min-w-0 flex-[1_1_12rem]">
              {matching.toLocaleString("en")} of {counts[shown.state].toLocaleString("en")} {shown.state} tokens.
            </span>
            <Pagination
              page={page}
              pageCount={pageCount}
              pageLength={tokensPerPage}
              total={matching}
              href={(number) => href({ page: number })}
            />
          </PanelFoot>
        ) : null}
      </Panel>
    </>
  );
}
