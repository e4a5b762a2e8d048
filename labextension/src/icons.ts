import { LabIcon } from '@jupyterlab/ui-components';

const trail = `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">
  <g class="jp-icon3" fill="#616161">
    <path d="M4 3h6a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z"/>
    <circle cx="17.5" cy="12" r="2.6"/>
    <path d="M12.5 5.1h2a3.9 3.9 0 0 1 3.9 3.9h-1.8a2.1 2.1 0 0 0-2.1-2.1h-2z"/>
    <path d="M16.6 15.2h1.8a3.8 3.8 0 0 1-3.9 3.7h-2v-1.8h2a2.1 2.1 0 0 0 2.1-1.9z"/>
    <path d="M4 15h6a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1zm.8 1.8v2.4h4.4v-2.4z"/>
  </g>
</svg>`;

/** A trail that leads from cell to cell. */
export const trailIcon = new LabIcon({ name: 'celltrail:trail', svgstr: trail });
