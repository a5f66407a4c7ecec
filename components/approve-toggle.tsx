import { Check } from "lucide-react";
import type { ComponentProps } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

/** One's own approval: pressed once it is given, and pressed again it is taken back. */
export function ApproveToggle({ approved, ...button }: ComponentProps<typeof Button> & { approved: boolean }) {
  return (
    <Button
      {...button}
      aria-pressed={approved}
      className={approved ? "border-success-line! bg-success-soft! text-success-fg!" : undefined}
    >
      <Icon icon={Check} />
      {approved ? "Approved" : "Approve"}
    </Button>
  );
}
