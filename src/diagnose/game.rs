//! Whether a Minecraft server or its mcpi API answers at an open port, and which of the two does where it is the other.

use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::speak::Speaker;
use crate::observation::{JavaStatus, McpiAnswer, Purpose, Question, SpeechEnd, Spoken};
use crate::probe::minecraft::{JavaQuestion, java_status, mcpi_answer};

/// How long a game server may be silent before the other protocol is tried: it answers on its next tick, a
/// twentieth of a second.
const TICKS: Duration = Duration::from_millis(1_200);
/// How long the other protocol may take.
const OTHER: Duration = Duration::from_millis(1_000);
/// A server that begins listens before it tells its status.
const START: Duration = Duration::from_millis(700);

/// What is asked for. Each question has a connection of its own, for a server that is spoken to in another protocol
/// waits for the rest of a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Game {
    /// The status of a Java server.
    Java,
    /// The mcpi API.
    Mcpi,
}

/// How it answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// As itself, with leave or without.
    Itself,
    /// As itself, and not to the end.
    Begun,
    /// As something else, known or not.
    Other(bool),
    /// Not at all.
    Not(SpeechEnd),
}

impl Game {
    fn spoken(self) -> Spoken {
        match self {
            Game::Java => Spoken::Minecraft,
            Game::Mcpi => Spoken::Mcpi,
        }
    }

    fn other(self) -> Game {
        match self {
            Game::Java => Game::Mcpi,
            Game::Mcpi => Game::Java,
        }
    }
}

impl Speaker<'_> {
    /// Asks for `game`, and for the other one where it is silent; then finds out what else answers.
    pub(crate) async fn game(&self, game: Game) {
        let first = (TICKS + self.rtt * 4).min(self.patience());
        let began = Instant::now();
        let Some(mut told) = self.ask_for(game, Purpose::Asked, first).await else { return };
        let took = began.elapsed();
        let not = |told: Told| matches!(told, Told::Not(_));
        if not(told) && self.ask_for(game.other(), Purpose::Again, OTHER + self.rtt * 4).await == Some(Told::Itself) {
            return;
        }
        if matches!(told, Told::Begun | Told::Not(SpeechEnd::Silent)) {
            // A server that is slow is heard out.
            told = self.ask_for(game, Purpose::Asked, self.patience()).await.unwrap_or(told);
        }
        match told {
            Told::Itself | Told::Begun | Told::Other(true) => {}
            Told::Other(false) => self.find_out(game.spoken(), SpeechEnd::Answered).await,
            Told::Not(ended) => {
                if game == Game::Java && ended != SpeechEnd::Silent && self.turns_players_away(took).await {
                    tokio::time::sleep(START).await;
                    self.ask_for(game, Purpose::Asked, OTHER + self.rtt * 4).await;
                } else {
                    self.find_out(game.spoken(), ended).await;
                }
            }
        }
    }

    /// Whether a Java server that tells no status answers a client that wishes to play. It gets twice as long as it
    /// `took` to close on the question for its status, asked in every way: a loaded machine is slow in both.
    async fn turns_players_away(&self, took: Duration) -> bool {
        let answer = self.ask(Question::Join, Purpose::Again, self.turn().max(took * 2)).await;
        answer.is_some_and(|answer| answer.spoken == Some(Spoken::Minecraft))
    }

    async fn ask_for(&self, game: Game, purpose: Purpose, patience: Duration) -> Option<Told> {
        let patience = patience.min(self.deadline.saturating_duration_since(Instant::now()));
        let (host, port) = (self.target.host.to_string(), self.target.port);
        let question = JavaQuestion { host: &host, port, purpose, pings: 0 };
        let began = Instant::now();
        match game {
            Game::Java => {
                let seen = java_status(self.road, &question, patience).await?;
                let told = of_java(&seen);
                self.journal.note(began, seen);
                Some(told)
            }
            Game::Mcpi => {
                let seen = mcpi_answer(self.road, purpose, patience).await?;
                let told = of_mcpi(&seen);
                self.journal.note(began, seen);
                Some(told)
            }
        }
    }
}

fn of_java(seen: &JavaStatus) -> Told {
    match (&seen.status, &seen.excerpt) {
        (Some(_), _) => Told::Itself,
        (None, Some(_)) if seen.spoken == Some(Spoken::Minecraft) => Told::Begun,
        (None, Some(_)) => Told::Other(seen.spoken.is_some()),
        (None, None) => Told::Not(seen.ended),
    }
}

fn of_mcpi(seen: &McpiAnswer) -> Told {
    match &seen.meaning {
        _ if seen.is_mcpi() => Told::Itself,
        Some(_) => Told::Other(seen.spoken.is_some()),
        None => Told::Not(seen.ended),
    }
}
