import { useEffect } from "react";
import { Message } from "./Message.js";
import { People } from "./People.js";
import { Person } from "./Person.js";
import { onLink, useRoute } from "./routes.js";

export function App() {
  const route = useRoute();
  useEffect(() => {
    document.title = route.name === "person" ? `${route.personId} · Beetroot` : "Beetroot";
  }, [route.name, route.name === "person" && route.personId]);

  switch (route.name) {
    case "people":
      return <People />;
    case "person":
      return <Person key={route.personId} personId={route.personId} photoId={route.photoId} />;
    case "nowhere":
      return (
        <main>
          <Message title="There is nothing here">
            <a className="button" href="/" onClick={onLink}>
              See all people
            </a>
          </Message>
        </main>
      );
  }
}
