import type { Ref } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

/**
 * Where the token is pasted that requests go with. It is in the field and nowhere else: no password field, which a browser
 * offers to keep, and nothing that fills in by itself.
 */
export function TokenField({ ref }: { ref: Ref<HTMLInputElement> }) {
  return (
    <Field
      label="Access token"
      hint="Stays in this field until you leave or reload the page. It goes to this server alone, when you send a request."
      className="max-w-120"
    >
      {(control) => (
        <Input
          {...control}
          ref={ref}
          type="text"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          translate="no"
          maxLength={200}
          data-1p-ignore
          data-lpignore="true"
          className="font-mono [-webkit-text-security:disc]"
        />
      )}
    </Field>
  );
}
