import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { currentSession } from "@/app/_session/caller";
import { publicOrigin } from "@/app/_session/origin";
import { sameOriginPath } from "@/app/_session/same-origin-path";
import { Gatehouse, GatehouseHead } from "@/components/gatehouse";
import { Notice } from "@/components/ui/notice";
import { SignInForm } from "./sign-in-form";

export const metadata: Metadata = { title: "Sign in" };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const { next, ended } = await searchParams;
  const session = await currentSession();
  const path = sameOriginPath(next);
  if (session.state === "signed_in") redirect(path);
  return (
    <Gatehouse foot="No account? Ask an admin of your workspace to add your address.">
      <GatehouseHead title="Sign in to Latchkey">{new URL(await publicOrigin()).host}</GatehouseHead>
      {ended === "password" ? (
        <Notice tone="accent">
          <p>You were signed out because your password changed.</p>
        </Notice>
      ) : null}
      <SignInForm next={path} />
    </Gatehouse>
  );
}
