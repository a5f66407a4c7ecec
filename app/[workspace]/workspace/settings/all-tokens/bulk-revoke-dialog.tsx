"use client";
import { useRouter } from "next/navigation";
import { z } from "zod";
import { countOf } from "@/app/_access-tokens/words";
import { FormMessage, SubmitButton } from "@/app/_forms/form-parts";
import { useForm } from "@/app/_forms/use-form";
import { AlertDialog, AlertDialogCancel } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFoot } from "@/components/ui/dialog-frame";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Time } from "@/components/ui/time";
import { useToast } from "@/components/ui/toast";
import { revokeTokensAction } from "./actions";
import type { ChosenToken } from "./overview-token";

type Props = {
  workspace: string;
  tokens: ChosenToken[];
  open: boolean;
  onOpenChange: (open: boolean) => void;
  onRevoked: () => void;
};

/** Asks before many tokens end at once, naming each of them. */
export function BulkRevokeDialog({ open, onOpenChange, ...rest }: Props) {
  return (
    <AlertDialog
      open={open}
      onOpenChange={onOpenChange}
      title={`Revoke ${countOf(rest.tokens.length, "token")}?`}
      description="Git and the API refuse them from the next request on: all of them, or none. This can’t be undone."
      width="revoke"
    >
      <BulkRevokeForm {...rest} close={() => onOpenChange(false)} />
    </AlertDialog>
  );
}

function BulkRevokeForm({
  workspace,
  tokens,
  close,
  onRevoked,
}: Omit<Props, "open" | "onOpenChange"> & { close: () => void }) {
  const router = useRouter();
  const showToast = useToast();
  const number = String(tokens.length);
  const { formProps, errors, message, pending } = useForm(
    revokeTokensAction.bind(
      null,
      workspace,
      tokens.map(({ id }) => id),
    ),
    {
      schema: z.object({
        confirmation: z
          .string()
          .trim()
          .refine((text) => text === number, `Type ${number} to confirm.`),
      }),
      onDone: (revoked) => {
        close();
        onRevoked();
        showToast({ title: `${countOf(revoked, "token")} revoked`, text: "Their next requests will be refused." });
        router.refresh();
      },
    },
  );
  return (
    <form {...formProps} className="contents">
      <DialogBody>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and has to by keyboard too. */}
        <ul tabIndex={0} aria-label="Tokens to revoke" className="max-h-56 overflow-auto rounded-md border">
          {tokens.map((token) => (
            <li key={token.id} className="flex flex-wrap justify-between gap-x-4 border-b px-3 py-2 last:border-b-0">
              <span className="min-w-0 [overflow-wrap:anywhere]">
                <strong>{token.name}</strong>{" "}
                {token.owner ? <span className="text-muted">of {token.owner.label}</span> : null}
              </span>
              <span className="text-muted">
                {token.lastUsedAt ? (
                  <>
                    used <Time at={token.lastUsedAt} show="relative" />
                  </>
                ) : (
                  "never used"
                )}
              </span>
            </li>
          ))}
        </ul>
        <Field
          label={
            <>
              Type <code className="font-semibold">{number}</code>, their number, to revoke them
            </>
          }
          error={errors.confirmation}
        >
          {(control) => (
            <Input {...control} name="confirmation" inputMode="numeric" autoComplete="off" className="font-mono" />
          )}
        </Field>
        <FormMessage message={message} />
      </DialogBody>
      <DialogFoot>
        <AlertDialogCancel>
          <Button kind="quiet">Cancel</Button>
        </AlertDialogCancel>
        <SubmitButton
          kind="danger"
          pending={pending}
          label={`Revoke ${countOf(tokens.length, "token")}`}
          pendingLabel="Revoking…"
        />
      </DialogFoot>
    </form>
  );
}
