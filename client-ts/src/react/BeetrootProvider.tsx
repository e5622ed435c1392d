import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import type { Client } from "../client.js";
import { Renewal } from "./renewal.js";
import { watchTheClock } from "./wake.js";

export interface BeetrootProviderProps {
  /** The API; another one needs another `QueryClient` too, for a cache holds the answers of one. */
  client: Client;
  /**
   * How every `SignedImage` asks for its bytes; by default as any `<img>`, without CORS. It is set here and not per image, because
   * Chromium does not find in its cache with CORS what it loaded without, and the other way round. `"anonymous"` is for pages that
   * draw the images on a canvas, and needs CORS rules on the buckets.
   */
  crossOrigin?: "anonymous" | "use-credentials";
  children?: ReactNode;
}

interface Beetroot {
  client: Client;
  crossOrigin: BeetrootProviderProps["crossOrigin"];
  renewal: Renewal;
  /** Counts the times that the network came back: what failed before may be tried again. */
  connection: number;
}

const Context = createContext<Beetroot | undefined>(undefined);

/** Gives the hooks and images below it their client, and renews their URLs. Stands inside TanStack's `QueryClientProvider`. */
export function BeetrootProvider({ client, crossOrigin, children }: BeetrootProviderProps) {
  const renewal = Renewal.of(useQueryClient());
  useEffect(() => watchTheClock(() => renewal.renewDue()), [renewal]);
  const [connection, setConnection] = useState(0);
  useEffect(() => {
    const reconnect = () => {
      renewal.reconnect();
      setConnection((count) => count + 1);
    };
    window.addEventListener("online", reconnect);
    return () => window.removeEventListener("online", reconnect);
  }, [renewal]);
  const beetroot = useMemo(
    () => ({ client, crossOrigin, renewal, connection }),
    [client, crossOrigin, renewal, connection],
  );
  return <Context.Provider value={beetroot}>{children}</Context.Provider>;
}

export function useBeetroot(): Beetroot {
  const beetroot = useContext(Context);
  if (beetroot === undefined) {
    throw new Error(
      "The hooks and images of @beetroot/client/react stand inside a <BeetrootProvider>, and there is none above this one.",
    );
  }
  return beetroot;
}
