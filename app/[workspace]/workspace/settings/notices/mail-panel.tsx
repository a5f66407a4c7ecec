"use client";
import { FormMessage } from "@/app/_forms/form-parts";
import { useRowAction } from "@/app/_forms/use-row-action";
import { Button } from "@/components/ui/button";
import { Panel, PanelBody, PanelHead } from "@/components/ui/panel";
import { useToast } from "@/components/ui/toast";
import { testMailAction } from "./actions";

/** Whether mails go out at all, which whoever runs the server decides, and a way to see that they do. */
export function MailPanel({ workspace, email, configured }: { workspace: string; email: string; configured: boolean }) {
  const { run, pending, message } = useRowAction();
  const showToast = useToast();
  return (
    <Panel>
      <PanelHead>
        <h2 className="text-base">E-mail</h2>
      </PanelHead>
      <PanelBody className="grid gap-3">
        <FormMessage message={message} />
        {configured ? (
          <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
            <p className="max-w-[60ch] text-muted">
              Each admin chooses under their account whether notices come by mail as well. A test goes to {email} alone.
            </p>
            <Button
              pending={pending}
              onClick={() =>
                run(
                  () => testMailAction(workspace),
                  () => showToast({ title: "Test mail sent", text: `It is on its way to ${email}.` }),
                )
              }
            >
              {pending ? "Sending…" : "Send me a test"}
            </Button>
          </div>
        ) : (
          <p className="max-w-[66ch] text-muted">
            This server sends no mail. Whoever runs it can set a mail server with <code>LATCHKEY_SMTP_URL</code> and{" "}
            <code>LATCHKEY_MAIL_FROM</code>.
          </p>
        )}
      </PanelBody>
    </Panel>
  );
}
