import manifest from '../../package.json';

/** The version of this half of celltrail. */
export const VERSION = manifest.version;
