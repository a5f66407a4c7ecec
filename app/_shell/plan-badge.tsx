import { Check } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import type { Plan } from "@/lib/workspaces/find";

export function PlanBadge({ plan }: { plan: Plan }) {
  return (
    <Badge icon={Check} tone={plan === "premium" ? "accent" : "neutral"}>
      {planNames[plan]}
    </Badge>
  );
}

export const planNames: Record<Plan, string> = { free: "Free", standard: "Standard", premium: "Premium" };
