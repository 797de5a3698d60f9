//! The end of a connection whose request body nobody reads.

use std::cell::RefCell;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::body::{BodySize, BoxBody, EitherBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::error::{InternalError, PayloadError};
use actix_web::http::header;
use actix_web::middleware::Next;
use actix_web::web::Bytes;
use actix_web::{Error, HttpMessage};
use futures_util::Stream;

type Held = Rc<RefCell<Payload>>;

/// Closes the connection after the answer to a request whose chunked body was not read to its end. The framework
/// would read it off for as long as it comes, or does not come, without a limit; it does not while the body is held.
/// Bodies of a stated length it treats so by itself.
///
/// # Errors
/// What the service inside fails with.
pub async fn close_unread<B: MessageBody + 'static>(
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B, BoxBody>>, Error> {
    if !request.headers().contains_key(header::TRANSFER_ENCODING) {
        return Ok(next.call(request).await?.map_into_left_body());
    }
    let held: Held = Rc::new(RefCell::new(request.take_payload()));
    request.set_payload(Payload::Stream { payload: Box::pin(Shared(Rc::clone(&held))) });
    match next.call(request).await {
        Ok(response) => Ok(response.map_body(|_, body| EitherBody::right(Holding::boxed(body, held)))),
        Err(error) => {
            let response = error.error_response().map_body(|_, body| Holding::boxed(body, held));
            Err(InternalError::from_response(error, response).into())
        }
    }
}

/// What the handler reads the body from.
struct Shared(Held);

impl Stream for Shared {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Pin::new(&mut *self.0.borrow_mut()).poll_next(context)
    }
}

/// An answer that holds the request's body until it is sent.
struct Holding {
    answer: BoxBody,
    _request: Held,
}

impl Holding {
    fn boxed(answer: impl MessageBody + 'static, request: Held) -> BoxBody {
        Self { answer: answer.boxed(), _request: request }.boxed()
    }
}

impl MessageBody for Holding {
    type Error = Error;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.answer).poll_next(context).map_err(Error::from)
    }
}
