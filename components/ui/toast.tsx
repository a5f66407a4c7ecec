"use client";
import { Check, X } from "lucide-react";
import { Toast as RadixToast } from "radix-ui";
import { createContext, type ReactNode, useCallback, useContext, useState } from "react";
import { Button } from "./button";
import { Icon } from "./icon";

type Toast = { id: number; title: string; text?: string };
type ShowToast = (toast: Omit<Toast, "id">) => void;

const ToastContext = createContext<ShowToast | null>(null);
let nextId = 1;

/** Shows what succeeded elsewhere on the page. Errors stand beside what they are about, never here. */
export function useToast(): ShowToast {
  const show = useContext(ToastContext);
  if (!show) throw new Error("useToast needs a ToastProvider above it.");
  return show;
}

/** Six seconds each, at most three; hovering and focus hold them. F8 goes there. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Toast[]>([]);
  const show = useCallback<ShowToast>(
    (toast) => setToasts((shown) => [...shown, { ...toast, id: nextId++ }].slice(-3)),
    [],
  );
  return (
    <ToastContext value={show}>
      <RadixToast.Provider duration={6_000} swipeDirection="down">
        {children}
        {toasts.map(({ id, title, text }) => (
          <RadixToast.Root
            key={id}
            type="background"
            onOpenChange={(open) => {
              if (!open) setToasts((shown) => shown.filter((toast) => toast.id !== id));
            }}
            className="flex items-start gap-2.5 rounded-float border border-line-strong bg-raised p-3 shadow-float data-[state=open]:animate-rise forced-colors:border-[CanvasText]"
          >
            <Icon icon={Check} className="mt-0.5 text-success-fg" />
            <div className="min-w-0 flex-1 [overflow-wrap:anywhere]">
              <RadixToast.Title className="font-semibold">{title}</RadixToast.Title>
              {text ? <RadixToast.Description className="text-sm text-muted">{text}</RadixToast.Description> : null}
            </div>
            <RadixToast.Close asChild>
              <Button kind="quiet" size="small" iconOnly aria-label="Dismiss">
                <Icon icon={X} />
              </Button>
            </RadixToast.Close>
          </RadixToast.Root>
        ))}
        <RadixToast.Viewport className="fixed right-4 bottom-4 z-60 flex w-88 max-w-[calc(100vw-2rem)] flex-col gap-2 outline-none max-phone:right-2 max-phone:bottom-2 max-phone:left-2 max-phone:w-auto max-phone:max-w-none" />
      </RadixToast.Provider>
    </ToastContext>
  );
}
