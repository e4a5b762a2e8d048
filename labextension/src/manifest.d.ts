/** The package's own manifest; of it only the version is used. */
declare module '*/package.json' {
  const manifest: { readonly version: string };
  export default manifest;
}
