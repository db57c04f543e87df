//! `machine.files-exhausted`: this process, or the whole system, may open no more files, and a socket is one.

use crate::case::Case;
use crate::finding::{Cause, Confidence, Finding, Location, Remedy};
use crate::observation::{Condition, Connection, FactId, Limits, Os};
use crate::text::Text;

/// EMFILE or ENFILE at the first attempts, and none of all got away: the number itself says it.
pub(super) const CAUSE: Cause = Cause {
    id: "machine.files-exhausted",
    title: Text::fixed("this machine is out of open files", "本机打开的文件数已达上限"),
    masked_by: &[],
    recognise,
};

fn recognise(case: &Case) -> Option<Finding> {
    let (id, failed) = exhausted(case)?;
    let error = failed.error.as_ref()?;
    let limits = case.seen.first::<Limits>();
    let whole_system = error.name == "ENFILE";
    let (en, zh) = match whole_system {
        true => ("the whole system has as many files open as it may", "整个系统打开的文件数已达上限"),
        false => ("this process has as many files open as it may", "本进程打开的文件数已达上限"),
    };
    let most = limits.and_then(|(_, limits)| match whole_system {
        true => limits.system_files.saw().map(|(_, most)| *most),
        false => limits.open_files.saw().copied(),
    });
    let most = most.map(|most| format!(" ({most})")).unwrap_or_default();
    let summary = Text::new(
        format!("This machine cannot open a socket: {en}{most}. Nothing was sent ({}).", error.name),
        format!("本机无法创建套接字：{zh}{most}。没有发出任何包（{}）。", error.name),
    );
    let finding =
        Finding::because(id, Confidence::Certain, Location::this_machine(), summary).and(limits.map(|(id, _)| id));
    Some(remedies(case.os(), whole_system).into_iter().fold(finding, Finding::remedy))
}

fn exhausted<'a>(case: &Case<'a>) -> Option<(FactId, &'a Connection)> {
    let out_of_files = |c: &Connection| c.error.as_ref().is_some_and(|e| e.condition == Condition::TooManyFiles);
    // Many attempts at once may use up the files that one alone would have had: netwhy's own doing.
    if case.asked().any(|(_, connection)| !connection.is_local_failure()) {
        return None;
    }
    case.first_asked().find(|(_, connection)| out_of_files(connection))
}

fn remedies(os: Os, whole_system: bool) -> Vec<Remedy> {
    let see = Remedy::new("See who holds them.", "查看是谁占用了它们。");
    let raise = Remedy::new("Raise the limit.", "提高上限。");
    match (os, whole_system) {
        (Os::Windows, _) => vec![
            Remedy::new("Close programs that hold many connections.", "关闭占用大量连接的程序。")
                .command("Get-Process | Sort-Object Handles -Descending | Select-Object -First 10"),
        ],
        (Os::Linux, true) => vec![
            raise.command("sudo sysctl fs.file-max=$((2 * $(cat /proc/sys/fs/file-max)))"),
            see.command("sudo sh -c 'for p in /proc/[0-9]*; do echo \"$(ls $p/fd | wc -l) $(cat $p/comm)\"; done' | sort -rn | head"),
        ],
        (Os::Macos, true) => vec![
            raise.command("sudo sysctl -w kern.maxfiles=$((2 * $(sysctl -n kern.maxfiles)))"),
            see.command("lsof -n | awk '{print $1}' | sort | uniq -c | sort -rn | head"),
        ],
        (_, false) => vec![raise.command("ulimit -n \"$(ulimit -H -n)\"")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cause::scene::{Scene, failed, purpose, reset};
    use crate::observation::{Looked, Purpose};

    #[test]
    fn the_number_says_whether_it_is_the_process_or_the_system() {
        for (number, words) in [(24, "this process"), (23, "the whole system")] {
            let limits = Limits {
                ephemeral_ports: Looked::Saw((32768, 60999)),
                tcp_sockets: Looked::Saw(3),
                open_files: Looked::Saw(64),
                files_in_use: Looked::Saw(64),
                system_files: Looked::Saw((900, 1000)),
            };
            let scene = Scene::of("h:80").see(limits).see(failed("192.0.2.9", 80, Os::Linux, number));
            let found = recognise(&scene.case()).expect("a finding");
            assert_eq!((found.confidence, found.evidence.len()), (Confidence::Certain, 2));
            assert!(found.summary.get(crate::text::Lang::En).contains(words), "{:?}", found.summary);
        }
    }

    #[test]
    fn an_attempt_that_got_away_had_a_file() {
        let again = || purpose(Purpose::Again, failed("192.0.2.9", 80, Os::Linux, 24));
        let scene = Scene::of("h:80").see(reset("192.0.2.9", 80)).see(again());
        assert_eq!(recognise(&scene.case()), None, "only a later attempt of netwhy's own failed so");
        let scene = Scene::of("h:80").see(failed("192.0.2.9", 80, Os::Linux, 24)).see(reset("192.0.2.8", 80));
        assert_eq!(recognise(&scene.case()), None, "the other address was asked");
        let scene = Scene::of("h:80").see(failed("192.0.2.9", 80, Os::Linux, 24)).see(again());
        assert!(recognise(&scene.case()).is_some());
    }

    #[test]
    fn another_failure_is_not_it() {
        assert_eq!(recognise(&Scene::of("h:80").see(failed("192.0.2.9", 80, Os::Linux, 99)).case()), None);
        assert_eq!(recognise(&Scene::of("h:80").see(reset("192.0.2.9", 80)).case()), None);
    }
}
