type Tags = Readonly<Record<string, string>>;

/** What celltrail's own tags begin with; the others are the user's. */
const OWN = 'celltrail.';

/** The tags that people gave. */
export function givenTags(tags: Tags): Tags {
  return Object.fromEntries(
    Object.entries(tags).filter(([name]) => !name.startsWith(OWN))
  );
}

/** What celltrail wrote down under a name of its own: `job`, `sweep`; empty where it wrote nothing. */
export function ownTag(tags: Tags, name: string): string {
  return tags[OWN + name] ?? '';
}
