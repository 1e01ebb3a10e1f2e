//! Adding the people of a file: its path, its columns, the plan, the run.

pub mod column_menu;
pub mod dropped;
pub mod editing;
pub mod group_menu;
pub mod groups;
pub mod imports;
pub mod moving;
pub mod path_prompt;
pub mod picker;
pub mod plan_table;
pub mod row_editor;
pub mod run_state;
pub mod running;
pub mod source;
pub mod state;
pub mod whole_list;
