import { useEffect } from "react";

/** Names the tab after what the page shows, the most specific part first. */
export function useTitle(...parts: (string | undefined)[]): void {
  const title = [...parts.filter((part) => part !== undefined), "Beetroot"].join(" · ");
  useEffect(() => {
    document.title = title;
  }, [title]);
}
