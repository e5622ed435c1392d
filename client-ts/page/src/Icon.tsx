export function Icon({ path }: { path: string }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={path} />
    </svg>
  );
}

export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 32 32" aria-hidden="true">
      <path className="leaf" d="M15 13C12 9 13 4 17 2c-1 4 0 7 1 11zM18 13c0-4 3-7 7-7-2 2-3 5-4 8z" />
      <path className="root" d="M16 12c7 0 11 4 11 9 0 4-5 8-10 9-1 0-1 0-2 0C10 29 5 25 5 21c0-5 4-9 11-9z" />
    </svg>
  );
}
