/** Recipes were bounded to boxes when there was nothing else to draw: nobody meant that. Empty: everything. */
export const name = '0300-all-tools';
export const sql = `UPDATE recipe SET tools = '[]' WHERE tools = '["box"]';`;
