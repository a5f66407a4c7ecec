import type { Metadata } from "next";
import { Page } from "@/components/page";
import { ButtonLink } from "@/components/ui/button";
import { currentCaller } from "./_session/caller";
import { AppBar } from "./_shell/app-bar";

export const metadata: Metadata = { title: "Not found" };

/** The same for what doesn't exist and for what lies out of sight, or one could be told from the other. */
export default async function NotFound() {
  const caller = await currentCaller();
  return (
    <>
      {caller ? <AppBar caller={caller} /> : null}
      <div className="border-b" />
      <Page className="grid justify-items-start gap-2 pt-16 max-phone:pt-10">
        <h1 className="text-2xl">Nothing here, or nothing you may see.</h1>
        <p className="max-w-[66ch] text-muted">
          The address may be wrong, the page may have moved, or whoever manages it has not let you in.
        </p>
        <ButtonLink href="/" className="mt-3">
          {caller ? "Your workspaces" : "Sign in"}
        </ButtonLink>
      </Page>
    </>
  );
}
