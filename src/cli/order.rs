//! Options before the subcommand: `netwhy --json probe HOST` means what `netwhy probe --json HOST` means.
//!
//! Without a subcommand the options are those of `diagnose`, so clap reads a subcommand after one as a target.

use std::ffi::OsString;

/// `args` with the subcommand moved in front of the options that stand before it.
pub(crate) fn subcommand_first(mut args: Vec<OsString>, command: &clap::Command) -> Vec<OsString> {
    if let Some(at) = subcommand(&args, command) {
        let name = args.remove(at);
        args.insert(1, name);
    }
    args
}

/// Where the subcommand stands, if nothing but options and their values comes before it.
fn subcommand(args: &[OsString], command: &clap::Command) -> Option<usize> {
    let mut rest = args.iter().enumerate().skip(1);
    while let Some((at, arg)) = rest.next() {
        let arg = arg.to_str()?;
        if !arg.starts_with('-') {
            return command.find_subcommand(arg).map(|_| at);
        }
        if takes_next(arg, command)? {
            rest.next();
        }
    }
    None
}

/// True where the option's value is the next argument. `None` for what is no option of `command`.
fn takes_next(arg: &str, command: &clap::Command) -> Option<bool> {
    let takes = |option: &clap::Arg| {
        let always = option.get_num_args().is_none_or(|values| values.min_values() > 0);
        option.get_action().takes_values() && always
    };
    if let Some(long) = arg.strip_prefix("--") {
        let (name, inline) = long.split_once('=').map_or((long, false), |(name, _)| (name, true));
        let option = command.get_arguments().find(|option| option.get_long() == Some(name))?;
        return Some(takes(option) && !inline);
    }
    // `-v4` is two flags; what follows the letter of an option with a value is that value.
    let mut letters = arg.strip_prefix('-')?.chars();
    while let Some(letter) = letters.next() {
        let option = command.get_arguments().find(|option| option.get_short() == Some(letter))?;
        if takes(option) {
            return Some(letters.as_str().is_empty());
        }
    }
    Some(false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_may_come_before_the_subcommand() {
        for (given, meant) in [
            ("--json probe h", "probe --json h"),
            ("--lang zh -v4 mc h", "mc --lang zh -v4 h"),
            ("--lang=zh --timeout 2s probe h -p 80", "probe --lang=zh --timeout 2s h -p 80"),
            // What is no option of `diagnose`, a target or the end of the options leaves the order as it is.
            ("-p 80 probe h", "-p 80 probe h"),
            ("h probe", "h probe"),
            ("--json -- probe", "--json -- probe"),
            ("--output probe h", "--output probe h"),
            ("probe h", "probe h"),
            ("", ""),
        ] {
            let words = |text: &str| -> Vec<OsString> {
                std::iter::once("netwhy").chain(text.split_whitespace()).map(OsString::from).collect()
            };
            let mut command = crate::cli::command();
            command.build();
            assert_eq!(subcommand_first(words(given), &command), words(meant), "{given}");
        }
    }
}
