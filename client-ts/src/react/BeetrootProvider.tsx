import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { Client } from "../client.js";
import { pollClock } from "../clock.js";
import { UrlRenewer } from "./UrlRenewer.js";

export interface BeetrootProviderProps {
  /** The API. Another API needs another `QueryClient` too, because a cache holds the responses of one. */
  client: Client;
  /**
   * How every `SignedImage` requests its bytes; by default without CORS, as any `<img>`. It is set for the whole page, because
   * Chromium downloads an image twice that is requested both with CORS and without. `"anonymous"` is for pages that draw the images
   * on a canvas, and needs CORS rules on the buckets.
   */
  crossOrigin?: "anonymous" | "use-credentials";
  children?: ReactNode;
}

interface Beetroot {
  client: Client;
  crossOrigin: BeetrootProviderProps["crossOrigin"];
  renewer: UrlRenewer;
  /** Counts the reconnects: whatever failed before may be tried again. */
  connection: number;
}

const Context = createContext<Beetroot | undefined>(undefined);

/** Provides the hooks and images below it with their client, and renews their URLs. Place it inside TanStack's `QueryClientProvider`. */
export function BeetrootProvider({ client, crossOrigin, children }: BeetrootProviderProps) {
  const renewer = UrlRenewer.of(useQueryClient());
  useEffect(() => pollClock(() => renewer.renewDue()), [renewer]);
  const [connection, setConnection] = useState(0);
  useEffect(() => {
    const reconnect = () => {
      renewer.reconnect();
      setConnection((count) => count + 1);
    };
    window.addEventListener("online", reconnect);
    return () => window.removeEventListener("online", reconnect);
  }, [renewer]);
  const beetroot = useMemo(
    () => ({ client, crossOrigin, renewer, connection }),
    [client, crossOrigin, renewer, connection],
  );
  return <Context.Provider value={beetroot}>{children}</Context.Provider>;
}

export function useBeetroot(): Beetroot {
  const beetroot = useContext(Context);
  if (beetroot === undefined) {
    throw new Error(
      "The hooks and images of @beetroot/client/react only work inside a <BeetrootProvider>, and there is none above this one.",
    );
  }
  return beetroot;
}
