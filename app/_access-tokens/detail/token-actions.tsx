"use client";
import { ArrowLeftRight, Ban } from "lucide-react";
import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { useToast } from "@/components/ui/toast";
import { RevokeDialog } from "../revoke-dialog";
import type { TokenItem } from "../token-item";
import type { TokenOwner } from "../words";

/** Replace and revoke, at the head of a token's page. */
export function TokenActions({
  token,
  owner,
  replaceHref,
}: {
  token: TokenItem;
  owner: TokenOwner;
  /** Null where it can't be replaced. */
  replaceHref: string | null;
}) {
  const router = useRouter();
  const showToast = useToast();
  const button = useRef<HTMLButtonElement>(null);
  const [asking, setAsking] = useState(false);
  return (
    <>
      {replaceHref ? (
        <ButtonLink href={replaceHref}>
          <Icon icon={ArrowLeftRight} />
          Replace…
        </ButtonLink>
      ) : null}
      <Button ref={button} redText onClick={() => setAsking(true)}>
        <Icon icon={Ban} />
        Revoke…
      </Button>
      <RevokeDialog
        token={asking ? token : null}
        owner={owner}
        onCancel={() => setAsking(false)}
        onRevoked={(_, { conflict }) => {
          setAsking(false);
          showToast(
            conflict === null
              ? { title: `${token.name} revoked`, text: "Its next request will be refused." }
              : { title: conflict },
          );
          router.refresh();
        }}
        onClosed={() => (button.current ?? document.querySelector<HTMLElement>("h1"))?.focus()}
      />
    </>
  );
}
