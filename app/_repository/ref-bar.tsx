import type { ReactNode } from "react";
import type { Repository } from "@/lib/repositories/find";
import { addressOf, sourcePage } from "./addresses";
import { RefChoice } from "./ref-choice";
import type { ResolvedRef } from "./refs";

/** The choice of a branch or tag, which keeps the path, with what stands beside it. */
export function RefBar({
  repository,
  current,
  href = (ref) => sourcePage(addressOf(repository), ref),
  children,
}: {
  repository: Repository;
  current: ResolvedRef;
  /** Where another ref leads. */
  href?: (ref: string) => string;
  children?: ReactNode;
}) {
  return (
    <div className="mb-3 flex flex-wrap items-center gap-x-4 gap-y-2 max-phone:gap-x-2 max-phone:gap-y-1">
      <RefChoice repository={repository} current={current} href={href} />
      {children}
    </div>
  );
}
