/** Columns that are added to rejected rows when they are given back. A table that is sent again with them is read without them. */
export const REASON_COLUMNS = ['row', 'error_field', 'error_code', 'error_message'] as const
