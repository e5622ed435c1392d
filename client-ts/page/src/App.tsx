import { useEffect, useRef } from "react";
import { Bar } from "./Bar.js";
import { Message } from "./Message.js";
import { People } from "./People.js";
import { Person } from "./Person.js";
import { onLink, useRoute } from "./routes.js";

export function App() {
  const route = useRoute();
  const personId = route.name === "person" ? route.personId : undefined;
  useEffect(() => {
    document.title = personId === undefined ? "Beetroot" : `${personId} · Beetroot`;
  }, [personId]);
  // The tile that the reader left by has the focus again when they return.
  const visited = useRef<string>(undefined);
  useEffect(() => {
    visited.current = personId ?? visited.current;
  }, [personId]);

  switch (route.name) {
    case "people":
      return <People visited={visited.current} />;
    case "person":
      return <Person key={route.personId} personId={route.personId} photoId={route.photoId} />;
    case "nowhere":
      return (
        <>
          <Bar />
          <main>
            <Message title="There is nothing here" level={1}>
              <p>The address leads to no person and no photo.</p>
              <a className="button" href="/" onClick={onLink}>
                See all people
              </a>
            </Message>
          </main>
        </>
      );
  }
}
