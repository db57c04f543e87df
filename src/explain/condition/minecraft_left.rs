//! Minecraft: a player's connection ended.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "minecraft-left",
    title: Text::fixed("A player's connection to the server ended", "一名玩家与服务器的连接结束了"),
    errors: &[],
    numbers: &[],
    phrases: &[
        ("Minecraft", &["lost connection: disconnected", "lost connection: quitting"]),
    ],
    over: &[],
    meaning: Text::fixed(
        "The server's log says that a player's connection ended, and names no fault: the player left, the game was closed, or the connection broke and was not missed before.",
        "服务器日志说明一名玩家的连接结束了，没有指出故障：玩家离开、游戏被关闭，或连接早已断开而此时才被发现。",
    ),
    not_proven: &[Text::fixed("That anything failed: the line is the same where a player simply leaves.", "不能证明有任何故障：玩家正常离开时也是这一行。")],
    checks: &[
        (Step::Game, Text::fixed(
            "Read what the player's game said at that time; that names the fault, where there was one.",
            "查看玩家的游戏当时显示了什么；若有故障，会写在那里。",
        )),
        (Step::Server, Text::fixed(
            "Where many players leave in the same second, look at the server and its network at that time.",
            "若许多玩家在同一秒离开，查看服务器及其网络当时的状况。",
        )),
    ],
};
