/** What YAML has and the language does not: one sentence each, with what is written here. */
export const ALIAS = "YAML's aliases (`*name`) play no part here: write the value out.";
export const ANCHOR = "YAML's anchors (`&name`) play no part here: write the value where it is needed.";
export const TAG = "YAML's tags (`!name`) play no part here.";
export const QUESTION = "YAML's `? ` for long keys plays no part here: write `name: value`.";
export const MERGE = "YAML's merge key (`<<`) plays no part here: write the entries out.";
