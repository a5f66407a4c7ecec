import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { Mark } from "@/components/ui/mark";

/** A page that stands alone: signing in, joining, errors. */
export function Gatehouse({ wide = false, foot, children }: { wide?: boolean; foot?: ReactNode; children: ReactNode }) {
  return (
    <div className="grid min-h-dvh grid-rows-[1fr_auto] justify-items-center px-4 pt-12 pb-6">
      <main
        id="main"
        className={cx(
          "grid w-full grid-cols-[minmax(0,1fr)] content-start self-center",
          wide ? "max-w-112 gap-4" : "max-w-88 gap-6",
        )}
      >
        {children}
      </main>
      {foot ? <footer className="max-w-[44ch] pt-6 text-center text-sm text-balance text-muted">{foot}</footer> : null}
    </div>
  );
}

/** The mark, the page's name, and a line under it. */
export function GatehouseHead({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div>
      <Mark className="size-11" />
      <h1 className="mt-4 text-2xl">{title}</h1>
      {children ? <p className="text-muted [overflow-wrap:anywhere]">{children}</p> : null}
    </div>
  );
}
