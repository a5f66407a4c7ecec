import type { Metadata } from "next";
import { currentCaller } from "@/app/_session/caller";
import { Gatehouse, GatehouseHead } from "@/components/gatehouse";
import { ButtonLink } from "@/components/ui/button";
import { type AccountLink, findAccountLink } from "@/lib/users/account-links";
import { AcceptForm } from "./accept-form";
import { FirstAdminForm } from "./first-admin-form";
import { InvitationForm } from "./invitation-form";

// The address is the key: it must not reach another site, nor a search engine.
export const metadata: Metadata = { title: "Join", referrer: "no-referrer", robots: { index: false } };

type Props = { params: Promise<{ secret: string }> };

export default async function JoinPage({ params }: Props) {
  const { secret } = await params;
  const link = await findAccountLink(secret);
  return <Gatehouse>{link ? <Opened secret={secret} link={link} /> : <Ended />}</Gatehouse>;
}

function Opened({ secret, link }: { secret: string; link: AccountLink }) {
  if (link.purpose === "first_admin") {
    return (
      <>
        <GatehouseHead title="Set up Latchkey">
          This makes the first account and its workspace. The link works once.
        </GatehouseHead>
        <FirstAdminForm secret={secret} />
      </>
    );
  }
  return (
    <>
      <GatehouseHead title={`Join ${link.workspace.name}`}>{link.email}</GatehouseHead>
      {link.hasAccount ? (
        <Accept secret={secret} email={link.email} workspace={link.workspace} />
      ) : (
        <InvitationForm secret={secret} email={link.email} workspace={link.workspace.slug} />
      )}
    </>
  );
}

/** Whoever has an account joins with it. */
async function Accept({
  secret,
  email,
  workspace,
}: {
  secret: string;
  email: string;
  workspace: { slug: string; name: string };
}) {
  const caller = await currentCaller();
  if (caller?.principal.email.toLowerCase() === email.toLowerCase()) {
    return <AcceptForm secret={secret} workspace={workspace} />;
  }
  return (
    <div className="grid justify-items-start gap-4">
      <p>
        {caller
          ? `You are signed in as ${caller.principal.email}. Sign out, then open this link again and sign in as ${email}.`
          : "You have an account. Sign in with it to join."}
      </p>
      {caller ? (
        <ButtonLink href="/">Your workspaces</ButtonLink>
      ) : (
        <ButtonLink kind="primary" href={`/sign-in?next=${encodeURIComponent(`/join/${secret}`)}`}>
          Sign in
        </ButtonLink>
      )}
    </div>
  );
}

function Ended() {
  return (
    <>
      <GatehouseHead title="This link opens nothing">
        It was used, withdrawn or has expired. Ask whoever sent it for a new one.
      </GatehouseHead>
      <ButtonLink href="/sign-in" className="justify-self-start">
        Sign in
      </ButtonLink>
    </>
  );
}
