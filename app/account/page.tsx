import type { Metadata } from "next";
import { requireUser } from "@/app/_session/caller";
import { PageHead } from "@/components/page";
import { Fact, Facts } from "@/components/ui/facts";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { PasswordForm } from "./password-form";

export const metadata: Metadata = { title: "Account" };

export default async function AccountPage() {
  const { principal } = await requireUser();
  return (
    <>
      <PageHead title="Account">
        You, as members of your workspaces see you. Machines sign in nowhere: they use access tokens.
      </PageHead>
      <div className="grid max-w-160 grid-cols-[minmax(0,1fr)] gap-6">
        <Panel>
          <PanelBody>
            <Facts>
              <Fact name="Name">
                <span className="[overflow-wrap:anywhere]">{principal.name}</span>
              </Fact>
              <Fact name="E-mail address">
                <span className="[overflow-wrap:anywhere]">{principal.email}</span>
              </Fact>
            </Facts>
          </PanelBody>
        </Panel>
        <Panel>
          <PanelHead>
            <h2>Change the password</h2>
          </PanelHead>
          <PanelBody>
            <PasswordForm email={principal.email} />
          </PanelBody>
        </Panel>
      </div>
    </>
  );
}
