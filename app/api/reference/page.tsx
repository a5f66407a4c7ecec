import type { Metadata } from "next";
import { Reference } from "@/app/_reference/reference";
import { requireUser } from "@/app/_session/caller";
import { AppBar } from "@/app/_shell/app-bar";
import { Page, PageHead } from "@/components/page";

export const metadata: Metadata = { title: "REST API" };

/** For reading the API and trying it. Nothing here is of a workspace; the description itself answers anybody. */
export default async function ReferencePage() {
  return (
    <>
      <AppBar caller={await requireUser()} />
      <div className="border-b" />
      <Page>
        <PageHead title="REST API">
          What access tokens can do over HTTP, in the shape of Bitbucket Cloud’s API. Each operation can be tried here,
          with a token of yours.
        </PageHead>
        <Reference />
      </Page>
    </>
  );
}
