//! Which ports to ask for which edition, from what was typed.

use crate::target::{Service, Target, TargetError};

/// Where to ask what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The question, its port the one asked first.
    pub target: Target,
    /// The TCP port to ask for a Java server.
    pub java: Option<u16>,
    /// Whether a service record may lead elsewhere: as the game does, where the port is the default one.
    pub srv: bool,
    /// The UDP ports to ask for a Bedrock server.
    pub bedrock: Vec<u16>,
    /// The TCP ports to ask for the mcpi API.
    pub mcpi: Vec<u16>,
    /// The UDP port to ask by Query.
    pub query: Option<u16>,
    /// The TCP port to look for RCON at.
    pub rcon: Option<u16>,
}

/// Why a text is no question for Minecraft.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlanError {
    /// It is no target at all.
    #[error("{0}")]
    Target(#[from] TargetError),
    /// Its scheme names another service.
    #[error(
        "`{0}` is no Minecraft server; write `HOST`, `HOST:PORT`, or one of `java://`, `bedrock://`, `mcpi://` before it"
    )]
    Scheme(String),
}

/// RCON's usual port.
const RCON: u16 = 25575;

impl Plan {
    /// Reads `[java://|bedrock://|mcpi://]HOST[:PORT]`. Without a scheme everything is asked that can be there: at the
    /// port given, where it is not the usual port of something else, and at the usual ports.
    ///
    /// # Errors
    /// Where it is no target, or one of another service.
    pub fn of(text: &str) -> Result<Plan, PlanError> {
        let mut target: Target = text.parse().map_err(|error| match error {
            TargetError::Scheme { input, .. } => PlanError::Scheme(input),
            error => PlanError::Target(error),
        })?;
        let usual = |service: Service| service.usual_ports().collect::<Vec<u16>>();
        let default = |service: Service| service.default_port().unwrap_or(0);
        let nothing = |target: Target| Plan {
            target,
            java: None,
            srv: false,
            bedrock: Vec::new(),
            mcpi: Vec::new(),
            query: None,
            rcon: None,
        };
        if let Some((_, rest)) = text.split_once("://") {
            let given = names_port(rest);
            let port = target.port;
            let service = target.service;
            let mut plan = nothing(target);
            match service {
                Service::Minecraft => (plan.java, plan.srv) = (Some(port), port == default(Service::Minecraft)),
                Service::Bedrock => plan.bedrock = if given { vec![port] } else { usual(service) },
                Service::Mcpi => plan.mcpi = if given { vec![port] } else { usual(service) },
                _ => return Err(PlanError::Scheme(plan.target.input)),
            }
            return Ok(plan);
        }
        let given = (!target.assumed).then_some(target.port);
        let elsewhere = [usual(Service::Bedrock), usual(Service::Mcpi), vec![RCON]].concat();
        let game = given.filter(|port| !elsewhere.contains(port));
        let java = game.unwrap_or(default(Service::Minecraft));
        let with = |ports: Vec<u16>| {
            let mut all: Vec<u16> = given.filter(|port| game.is_some() || ports.contains(port)).into_iter().collect();
            all.extend(ports.into_iter().filter(|port| Some(*port) != given));
            all
        };
        (target.port, target.service, target.assumed) = (given.unwrap_or(java), Service::Minecraft, false);
        Ok(Plan {
            java: Some(java),
            srv: given.is_none_or(|port| port == default(Service::Minecraft)),
            bedrock: with(usual(Service::Bedrock)),
            // An mcpi line at the usual game port is for the diagnosis to try.
            mcpi: if game == Some(default(Service::Minecraft)) {
                usual(Service::Mcpi)
            } else {
                with(usual(Service::Mcpi))
            },
            query: Some(java),
            rcon: Some(RCON),
            target,
        })
    }

    /// True where one edition was asked for by its scheme.
    pub fn is_of_one(&self) -> bool {
        self.rcon.is_none()
    }
}

/// True where what stands behind the scheme names a port.
fn names_port(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    let authority = authority.rsplit_once('@').map_or(authority, |(_, after)| after);
    match authority.strip_prefix('[') {
        Some(inside) => inside.split_once(']').is_some_and(|(_, after)| after.len() > 1),
        None => authority.matches(':').count() == 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(text: &str) -> Plan {
        Plan::of(text).expect("a plan")
    }

    #[test]
    fn without_scheme_and_port_the_usual_ports_are_asked() {
        let plan = plan("mc.example.org");
        assert_eq!((plan.java, plan.srv, plan.query, plan.rcon), (Some(25565), true, Some(25565), Some(25575)));
        assert_eq!((plan.bedrock, plan.mcpi), (vec![19132, 19133], vec![4711, 4712, 4713, 4731]));
        assert_eq!((plan.target.port, plan.target.assumed), (25565, false));
    }

    #[test]
    fn a_port_is_asked_for_what_may_be_there() {
        let own = plan("mc.example.org:25570");
        assert_eq!((own.java, own.srv, own.query), (Some(25570), false, Some(25570)));
        assert_eq!((own.bedrock[0], own.mcpi[0]), (25570, 25570));
        let game = plan("mc.example.org:25565");
        assert_eq!((game.srv, game.mcpi[0], game.bedrock[0]), (true, 4711, 25565));
        let api = plan("mc.example.org:4712");
        assert_eq!((api.java, api.mcpi, api.bedrock), (Some(25565), vec![4712, 4711, 4713, 4731], vec![19132, 19133]));
        assert_eq!((api.target.port, api.srv), (4712, false));
        let bedrock = plan("[2001:db8::1]:19133");
        assert_eq!((bedrock.java, bedrock.bedrock), (Some(25565), vec![19133, 19132]));
    }

    #[test]
    fn a_scheme_asks_for_one_edition() {
        let java = plan("java://mc.example.org");
        assert_eq!((java.java, java.srv, java.is_of_one()), (Some(25565), true, true));
        assert!(java.bedrock.is_empty() && java.mcpi.is_empty() && java.query.is_none());
        assert_eq!(plan("mcpi://mc.example.org").mcpi, [4711, 4712, 4713, 4731]);
        assert_eq!(plan("mcpi://mc.example.org:4711").mcpi, [4711]);
        assert_eq!(plan("bedrock://[::1]:5").bedrock, [5]);
        assert_eq!(plan("bedrock://[::1]").bedrock, [19132, 19133]);
        assert!(matches!(Plan::of("http://mc.example.org"), Err(PlanError::Scheme(_))));
        assert!(matches!(Plan::of("bogus://mc.example.org"), Err(PlanError::Scheme(_))));
        assert!(matches!(Plan::of("mc.example.org:0"), Err(PlanError::Target(_))));
    }
}
