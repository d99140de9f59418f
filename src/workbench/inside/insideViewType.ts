/** The view type of the editor in package.json: open a file's Uri with it to look inside. */
export const INSIDE_VIEW_TYPE = 'openelm.inside';
