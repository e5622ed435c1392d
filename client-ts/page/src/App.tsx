import { useEffect, useRef } from "react";
import { AppBar } from "./AppBar.js";
import { EmptyState } from "./ListStates.js";
import { PeoplePage } from "./PeoplePage.js";
import { PersonPage } from "./PersonPage.js";
import { onLink, useRoute } from "./routes.js";
import { useTitle } from "./useTitle.js";

export function App() {
  const route = useRoute();
  const personId = route.name === "person" ? route.personId : undefined;
  // The tile that the reader left by has the focus again when they return.
  const lastPersonId = useRef<string>(undefined);
  useEffect(() => {
    lastPersonId.current = personId ?? lastPersonId.current;
  }, [personId]);

  switch (route.name) {
    case "people":
      return <PeoplePage lastPersonId={lastPersonId.current} />;
    case "person":
      return <PersonPage key={route.personId} {...route} />;
    case "notFound":
      return <NotFoundPage />;
  }
}

function NotFoundPage() {
  useTitle("Not found");
  return (
    <>
      <AppBar />
      <main id="content" tabIndex={-1}>
        <EmptyState title="There is nothing here" level={1}>
          <p>The address leads to no person and no photo.</p>
          <a className="button" href="/" onClick={onLink}>
            See all people
          </a>
        </EmptyState>
      </main>
    </>
  );
}
